"""Where entries and vectors are kept: the SQL journal and Chroma."""

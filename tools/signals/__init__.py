"""What speaks for or against each item for one person: the columns of a score and their sum."""

"""What is known of people: the journal, vectors, profiles, and what is learned from them."""

"""Getting to know a new person: which items to ask about, and what the answers make likely."""

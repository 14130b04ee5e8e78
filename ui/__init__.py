"""The page: a web page to chat in, with the list and the profile beside the conversation."""

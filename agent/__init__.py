"""The conversation: understanding turns, models, prompt, middleware, the offline assistant."""

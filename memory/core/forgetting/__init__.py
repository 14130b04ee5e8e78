"""The forgetting curve and the weights of kinds, learned from what people choose."""

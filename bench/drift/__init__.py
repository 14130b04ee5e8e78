"""What the product finds in simulations whose truth is known (protocol P6)."""

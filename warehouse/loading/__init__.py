"""Load staged frames into the star."""

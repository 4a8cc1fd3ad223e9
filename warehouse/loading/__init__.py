"""From staged frames into the star."""

"""Classes, what they drew and voted, in a database; who may do what. Imports images and the root."""

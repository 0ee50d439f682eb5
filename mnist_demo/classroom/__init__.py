"""Classes, what they drew and voted, in the database; who may do what. Imports images, database and the root."""

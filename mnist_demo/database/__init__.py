"""The one database: its address, its tables, how they come to be, and transactions. Imports the root."""

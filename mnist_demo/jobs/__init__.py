"""Trainings and exports in processes of their own, and whose turn it is. Imports runs and what that imports."""

"""Trainings and exports in processes of their own. Imports runs and what that imports."""

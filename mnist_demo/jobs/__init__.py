"""The queue of trainings and its workers; trainings and exports as processes. Imports runs, database and below."""

"""Files and folders that hold a dataset: what each claims, how it is understood, how it is read piece by piece.

Imports the root alone. Whoever wants a dataset asks `mnist_demo.data.dataset`.
"""

"""The desk: a web application over the published warehouse, to search, read and compare.

Pages are plain functions that read one publication; every page has a JSON twin. Nothing here writes a fact.
"""

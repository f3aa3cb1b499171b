"""A private site: who may see it.

login_gate.py    the gate in front of every address
credentials.py   the password and the token, kept beside the archive
"""

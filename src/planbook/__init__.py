"""Was each promise in a police and crime plan kept, and how do we know?"""

__version__ = "0.2.0"

"""The screens of the guide, walked to with a browser (camera.py) and without one (reader.py)."""

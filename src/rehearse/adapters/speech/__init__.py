"""Engines that listen and speak."""

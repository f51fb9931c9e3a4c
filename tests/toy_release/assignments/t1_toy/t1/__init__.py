"""The toy package."""

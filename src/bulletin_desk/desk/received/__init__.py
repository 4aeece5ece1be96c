"""The register of manuscripts received, shown and put right."""

"""The benchmarks: how far the product is from the least that the same answer costs on the same machine."""

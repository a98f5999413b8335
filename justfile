# `just` alone lists the recipes.
_list:
    @just --list

# What every push must pass; `just check --deep` adds release build and benchmarks
check *ARGS:
    .ci/run {{ARGS}}

# All tests, or those whose name has FILTER in it
test FILTER="":
    cargo test {{FILTER}}

# Format the code
fmt:
    cargo fmt

# Write pricing-cache/ anew from a folder with the collected price lists
prices SOURCE:
    scripts/import-prices {{SOURCE}}

# Benchmarks
bench:
    cargo bench

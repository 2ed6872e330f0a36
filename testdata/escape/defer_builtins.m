# command-line-arguments
./defer_builtins.go:3:8: c does not escape
./defer_builtins.go:3:20: m does not escape
./defer_builtins.go:3:38: k does not escape
./defer_builtins.go:7:13: "x" escapes to heap

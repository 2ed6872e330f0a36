# command-line-arguments
./builtin_println.go:3:6: can inline f
./builtin_println.go:3:8: s does not escape
./builtin_println.go:3:18: p does not escape

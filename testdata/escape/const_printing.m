# command-line-arguments
./const_printing.go:8:13: inlining call to fmt.Println
./const_printing.go:8:13: ... argument does not escape
./const_printing.go:8:14: 1 escapes to heap
./const_printing.go:8:17: 2.5 escapes to heap
./const_printing.go:8:22: 'x' escapes to heap
./const_printing.go:8:27: "s" escapes to heap
./const_printing.go:8:32: true escapes to heap
./const_printing.go:8:38: big escapes to heap
./const_printing.go:8:44: 1 + 2i escapes to heap
./const_printing.go:8:49: -3 escapes to heap
./const_printing.go:8:56: len("abc") escapes to heap
./const_printing.go:8:65: ^0 escapes to heap

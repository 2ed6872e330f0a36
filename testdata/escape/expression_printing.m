# command-line-arguments
./expression_printing.go:11:6: can inline (*T).get
./expression_printing.go:14:135: can inline f.func1
./expression_printing.go:14:67: inlining call to (*T).get
./expression_printing.go:14:158: inlining call to f.func1
./expression_printing.go:11:7: t does not escape
./expression_printing.go:13:8: leaking param content: t
./expression_printing.go:13:21: c does not escape
./expression_printing.go:13:33: x does not escape
./expression_printing.go:14:19: []interface {}{...} escapes to heap
./expression_printing.go:14:23: t.a[i] escapes to heap
./expression_printing.go:14:31: t.m["k"] escapes to heap
./expression_printing.go:14:43: t.p.a[1:2] escapes to heap
./expression_printing.go:14:50: *t escapes to heap
./expression_printing.go:14:58: (*t).a escapes to heap
./expression_printing.go:14:67: ~R0 escapes to heap
./expression_printing.go:14:72: -i escapes to heap
./expression_printing.go:14:78: i + 2 * i escapes to heap
./expression_printing.go:14:85: !(i > 1) escapes to heap
./expression_printing.go:14:95: <-c escapes to heap
./expression_printing.go:14:101: x.(int) escapes to heap
./expression_printing.go:14:115: string("a") escapes to heap
./expression_printing.go:14:128: ([]byte)("x") escapes to heap
./expression_printing.go:14:128: ([]byte)("x") escapes to heap
./expression_printing.go:14:158: ~R0 escapes to heap
./expression_printing.go:14:168: [2]int{...} escapes to heap
./expression_printing.go:14:174: T{...} escapes to heap
./expression_printing.go:14:187: len(t.a) escapes to heap
./expression_printing.go:14:198: t.p == nil escapes to heap
./expression_printing.go:14:208: i &^ 3 escapes to heap

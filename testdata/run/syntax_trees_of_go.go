package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
)

const text = "package p\n\nfunc  F(x int) int { return x+1 }\n\ntype T[P any] struct{p P}\n"

func main() {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "x.go", text, 0)
	fmt.Println(f.Name, err)
	ast.Inspect(f, func(n ast.Node) bool {
		if n != nil {
			fmt.Printf("%T %s\n", n, fset.Position(n.Pos()))
		}
		return true
	})
	b, err := format.Source([]byte("package  p\nvar x=1+2"))
	fmt.Println(string(b), err)
	_, err = parser.ParseFile(fset, "y.go", "package p; func", 0)
	fmt.Println(err)
}

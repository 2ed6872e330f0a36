// Tokens go round a ring of 10,000 goroutines.
// bench: conc
package main

import "fmt"

func main() {
	const size, tokens, rounds = 10000, 64, 10
	type token struct{ id, hops int }
	first := make(chan token)
	done := make(chan token)
	in := first
	for i := 0; i < size; i++ {
		out := make(chan token)
		if i == size-1 {
			out = first
		}
		go func(in, out chan token) {
			for t := range in {
				t.hops++
				if t.hops == size*rounds {
					done <- t
				} else {
					out <- t
				}
			}
		}(in, out)
		in = out
	}
	for i := 0; i < tokens; i++ {
		go func(i int) { first <- token{i, 0} }(i)
	}
	sum, hops := 0, 0
	for i := 0; i < tokens; i++ {
		t := <-done
		sum += t.id
		hops += t.hops
	}
	fmt.Println(sum, hops)
}

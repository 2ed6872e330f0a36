// Sieve of Eratosthenes over bytes.
// bench: compute
package main

import "fmt"

func sieve(n int) int {
	composite := make([]bool, n+1)
	count := 0
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return count
}

func main() {
	total := 0
	for i := 0; i < 250; i++ {
		total += sieve(1000000 + i)
	}
	fmt.Println(total)
}

// Each of 60,000 panics is raised while the one before runs a deferred call; the program dies of them, and soon.
package main

func nest(n int) {
	defer func() {
		if n > 0 {
			nest(n - 1)
		}
		panic(n)
	}()
	panic(-n)
}

func main() { nest(60000) }

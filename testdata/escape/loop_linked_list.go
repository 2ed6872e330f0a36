package p

type node struct{ next *node }

func f(n int) {
	var head *node
	for i := 0; i < n; i++ {
		head = &node{head}
	}
}

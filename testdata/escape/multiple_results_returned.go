package p

func two(a, b *int) (*int, *int) { return b, a }

func f(a, b *int) (*int, *int) { return two(a, b) }

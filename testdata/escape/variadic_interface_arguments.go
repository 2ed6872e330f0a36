package p

func count(xs ...interface{}) int { return len(xs) }

func f(s string) int { return count(1, s, &s) }

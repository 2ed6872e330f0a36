package p

func f(_ *int, q *int) int { return *q }
func g(*int, **int)        {}

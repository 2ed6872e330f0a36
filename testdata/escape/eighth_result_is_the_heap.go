package p

func f(a *int) (r0, r1, r2, r3, r4, r5, r6, r7 *int) { return nil, nil, nil, nil, nil, nil, a, nil }
func g(a *int) (r0, r1, r2, r3, r4, r5, r6, r7 *int) { return nil, nil, nil, nil, nil, nil, nil, a }

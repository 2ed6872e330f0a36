package p

import (
	"strconv"
	"time"
)

func f(n int) string          { return strconv.Itoa(n) }
func g(s string) (int, error) { return strconv.Atoi(s) }
func h() time.Duration        { return time.Since(time.Time{}) }

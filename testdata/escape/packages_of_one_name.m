# command-line-arguments
./packages_of_one_name.go:16:23: inlining call to "math/rand".Intn
./packages_of_one_name.go:16:55: inlining call to "sync/atomic".(*Value).Load
./packages_of_one_name.go:16:13: inlining call to fmt.Println
./packages_of_one_name.go:17:49: inlining call to "math/rand".NewSource
./packages_of_one_name.go:17:34: inlining call to "math/rand".New
./packages_of_one_name.go:16:13: ... argument does not escape
./packages_of_one_name.go:16:23: ~R0 escapes to heap
./packages_of_one_name.go:16:41: "crypto/rand".Reader == nil escapes to heap
./packages_of_one_name.go:16:66: runtime.GOOS escapes to heap
./packages_of_one_name.go:17:14: ... argument does not escape
./packages_of_one_name.go:17:54: (~R0) == nil escapes to heap
./packages_of_one_name.go:17:34: &"math/rand".Rand{...} does not escape

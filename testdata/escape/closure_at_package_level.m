# command-line-arguments
./closure_at_package_level.go:3:10: can inline glob..func1
./closure_at_package_level.go:4:10: can inline glob..func2
./closure_at_package_level.go:4:24: moved to heap: x

package console

// What tests outside the package look at.

// Route is a line of the table.
type Route struct {
	Method, Path string
	Least        string
}

// Table lists all routes.
func Table() []Route {
	var all []Route
	for _, r := range table {
		all = append(all, Route{r.method, r.path, string(r.least)})
	}
	return all
}

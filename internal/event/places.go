package event

// Share says which limits a place counts against: how the person comes, and of
// which category they are.
type Share struct {
	Attendance Attendance
	Category   string
}

package shell

// Problem is what a program is told when its request fails (RFC 9457).
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"` // of the status
	Status    int    `json:"status"`
	Detail    string `json:"detail"`              // what is wrong, for people
	Instance  string `json:"instance,omitempty"`  // names the request, for who asks for help
	Successor string `json:"successor,omitempty"` // slug of what took the place of something that is gone
}

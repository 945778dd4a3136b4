"""How Slack draws what is said and asked, and how what people do there comes back."""

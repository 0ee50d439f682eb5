"""What a school's whole set-up carries on one machine: nginx, two servers, two workers, PostgreSQL."""

import{m135_CodeField as o,m135_PasswordField as s}from"./panel-7cf1dd2d49.js";export{o as a,s as b};

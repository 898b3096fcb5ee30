import{m129_CodeField as o,m129_PasswordField as s}from"./panel-a7d7f3b857.js";export{o as a,s as b};

import{m129_CodeField as o,m129_PasswordField as s}from"./panel-63b63570e6.js";export{o as a,s as b};

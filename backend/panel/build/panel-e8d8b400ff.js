import{m138_CodeField as o,m138_PasswordField as s}from"./panel-797132f9e8.js";export{o as a,s as b};

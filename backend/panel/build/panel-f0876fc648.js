import{m137_CodeField as o,m137_PasswordField as s}from"./panel-376779df34.js";export{o as a,s as b};

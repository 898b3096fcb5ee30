import{m141_CodeField as o,m141_PasswordField as s}from"./panel-c6920eae58.js";export{o as a,s as b};

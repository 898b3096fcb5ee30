import{m129_CodeField as o,m129_PasswordField as s}from"./panel-82d16a2290.js";export{o as a,s as b};
